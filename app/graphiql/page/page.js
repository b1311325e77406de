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
      defaultQuery: container.dataset.welcome,
      initialVariables: container.dataset.variables,
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: true,
    },
    logo,
  ),
);
