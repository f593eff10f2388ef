/**
 * Who answers the searches, as the page names them.
 *
 * The rules for search pages ask that the provider's mark and privacy statement stand near every place
 * where a query can be entered (UD-29 to UD-32). Here the provider is whoever runs this server over
 * its own index, so that is whose name and statement stand there; another provider is another profile.
 */

/** A provider's name, and where its privacy statement is. */
export interface Provider {
  readonly name: string;
  /** Where the mark leads. */
  readonly homeHref: string;
  /** The statement of what happens to a query. */
  readonly privacyHref: string;
}

/** This server, answering from its own index. */
export const ownIndex: Provider = { name: "Lethe", homeHref: "/", privacyHref: "/promises" };
