// What the page loads where nothing was built: the same page, its parts from the import map.
import "graphiql/setup-workers/esm.sh";
import "./page.js";
