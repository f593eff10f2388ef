/**
 * The headers of every page.
 *
 * Source   Content Security Policy 3; Trusted Types; Content-Usage: draft-ietf-aipref-attach;
 *          tdm-reservation: W3C TDM Reservation Protocol, section 3.2.
 */

/** Nothing from elsewhere, nothing inline, nobody's frame. `lit-html` is the only maker of markup. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");

/** What every page says, whatever is on it. */
export const pageHeaders = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow, noarchive",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
  "Cache-Control": "no-store",
  Vary: "Accept-Language, Cookie",
  "Content-Usage": "train-ai=n",
  "tdm-reservation": "1",
} as const;

/**
 * For pages with forms that change something. `no-referrer` would make browsers send `Origin: null`
 * with a form, and then nobody could tell our own form from a stranger's; a server without keys refuses
 * it. Other sites learn as little from this value as from that one. (A `<meta name="referrer">` in the
 * page would win over this header: there is none.)
 */
export const FORM_REFERRER_POLICY = "same-origin";
