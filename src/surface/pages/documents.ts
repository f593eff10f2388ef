/**
 * The small documents beside the pages: for crawlers, for the browser's tab and for its search bar.
 *
 * Pure.
 */
import { html } from "./html.ts";

/** Nobody's index has business with what other people ask. */
export const ROBOTS = "User-agent: *\nDisallow: /\n";

/** The mark in a browser's tab, in the light and in the dark. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-width="3.4" stroke-linecap="round"><style>path{stroke:#0b5c6b}@media(prefers-color-scheme:dark){path{stroke:#86cdd6}}</style><path d="M3 9c4-3 7-3 10 0s7 3 10 0 4-2.4 6-2"/><path d="M3 17c4-3 7-3 10 0s7 3 9 .4" opacity=".65"/><path d="M3 25c4-3 6-2.6 8.6-.4" opacity=".38"/></svg>
`;

/**
 * Lets a browser search here from its address bar. Results may be shown to the person who asked and
 * passed to nobody: `private`.
 *
 * Source   OpenSearch 1.1, draft 6: description document, SyndicationRight.
 */
export function openSearchDescription(origin: string): string {
  const { text } = html`<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
    <ShortName>Lethe</ShortName>
    <Description>Sees, searches, and forgets on time.</Description>
    <Url type="text/html" template="${origin}/?q={searchTerms}" />
    <Url
      type="application/opensearchdescription+xml"
      rel="self"
      template="${origin}/opensearch.xml"
    />
    <Image type="image/svg+xml" width="32" height="32">${origin}/favicon.svg</Image>
    <SyndicationRight>private</SyndicationRight>
    <Language>en</Language>
    <Language>ko</Language>
    <InputEncoding>UTF-8</InputEncoding>
    <OutputEncoding>UTF-8</OutputEncoding>
  </OpenSearchDescription>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}
