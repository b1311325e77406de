// Shows GraphiQL in the page that graphiql_page.py writes. Plain JavaScript, because a page without
// built assets loads this very file, with an import map for the packages.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { GraphiQL } from "graphiql";
import { createGraphiQLFetcher } from "@graphiql/toolkit";

const container = document.getElementById("graphiql");
const icon = document.querySelector("link[rel=icon]").href;

// The page lives at the GraphQL endpoint itself, so its own address is the one to ask.
const url = location.origin + location.pathname;

const fetcher = createGraphiQLFetcher({ url, subscriptionUrl: url.replace(/^http/, "ws") });

// GraphiQL finds a stored tab again only by its whole content, so it gets told which one was open;
// otherwise a reload shows an empty tab.
function lastTab() {
  const stored = JSON.parse(localStorage.getItem("graphiql:tabState"));
  return stored?.tabs[stored.activeTabIndex];
}

const tab = lastTab() ?? { query: container.dataset.welcome, variables: container.dataset.variables };

const logo = createElement(
  GraphiQL.Logo,
  null,
  createElement("img", { className: "limner-icon", src: icon, alt: "" }),
  createElement("span", { className: "limner-name" }, "Limner"),
);

createRoot(container).render(
  createElement(
    GraphiQL,
    {
      fetcher,
      initialQuery: tab.query ?? "",
      initialVariables: tab.variables ?? "",
      defaultQuery: "",
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: true,
    },
    logo,
  ),
);
