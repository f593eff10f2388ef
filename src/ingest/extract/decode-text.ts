/**
 * Turns the bytes of a page into text, whatever encoding it is in.
 *
 * Pure. In this order: a byte order mark, valid UTF-8, what the page says of itself, windows-1252.
 * UTF-8 goes before the page's own word: it is never valid by accident, and that word is often wrong.
 *
 * Source   WHATWG Encoding (labels and decoders); HTML, "determining the character encoding".
 */

/** How much of a page is searched for its own word on the encoding; HTML asks for 1,024. */
const PRESCAN_BYTES = 4096;

const DECLARED =
  /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)/i;

/** The text of `bytes`, without a byte order mark. Bytes that mean nothing become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decodeDeclared(bytes); // not UTF-8: that is the answer, not an error
  }
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  return undefined;
}

function decodeDeclared(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, PRESCAN_BYTES));
  const found = DECLARED.exec(head);
  const label = (found?.[1] ?? found?.[2] ?? "windows-1252").toLowerCase();
  // A page whose declaration could be read byte by byte is not UTF-16, whatever it says.
  const possible = label.startsWith("utf-16") ? "utf-8" : label;
  try {
    return new TextDecoder(possible).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes); // a label that names no encoding
  }
}
