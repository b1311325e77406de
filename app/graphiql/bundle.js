// What esbuild bundles: GraphiQL's styles, the addresses of Monaco's workers, and the page itself.
import "graphiql/style.css";
import "./page/page.css";
import "./page/page.js";

const WORKERS = { graphql: "graphql.worker.js", json: "json.worker.js" };

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const file = WORKERS[label] ?? "editor.worker.js";
    return new Worker(new URL(`./${file}`, import.meta.url), { type: "module" });
  },
};
