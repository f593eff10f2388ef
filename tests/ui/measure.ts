/**
 * What a page measures inside the browser, as source text: tests run without the types of a browser.
 */

/** All elements of the page, those in open shadow roots included. */
const everywhere = `
  const all = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]);
  const isShown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
`;

/**
 * Texts with too little contrast against the ground they stand on: 4.5 : 1, or 3 : 1 for large ones.
 * Each as `ratio text`. The ground is the nearest background colour; gradients are not looked at.
 *
 * Source   WCAG 2.2, 1.4.3 and "relative luminance".
 */
export const faintTexts = `(() => {
  ${everywhere}
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const parentOf = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host;
  const groundOf = (one) => {
    for (let at = one; at; at = parentOf(at)) {
      const ground = parse(getComputedStyle(at).backgroundColor);
      if (ground.a === 1) return ground;
    }
    return { r: 255, g: 255, b: 255, a: 1 };
  };
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const light = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const texts = all(document.body).filter((one) => isShown(one) && !one.closest("svg, script, style") &&
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""));
  const faint = texts.flatMap((one) => {
    const style = getComputedStyle(one);
    const px = parseFloat(style.fontSize);
    const isLarge = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(parse(style.color), groundOf(one));
    return ratio < (isLarge ? 3 : 4.5) ? [ratio.toFixed(2) + " " + one.textContent.trim().slice(0, 40)] : [];
  });
  return { looked: texts.length, faint };
})()`;

/** What \`faintTexts\` finds. */
export interface Contrast {
  readonly looked: number;
  readonly faint: readonly string[];
}

/** Controls less than 44 px high, links within sentences and titles excepted. */
export const smallTargets = `(() => {
  ${everywhere}
  const controls = all(document.body).filter((one) => one.matches(
    "button, summary, nav a, .beside a, .action, input.query, .choose") && isShown(one));
  return controls.filter((one) => one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 80));
})()`;

/** What has the focus, through shadow roots: its text, or its name when it has none. */
export const focused = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at?.textContent.trim() || at?.getAttribute("name") || at?.localName || "").replace(/\\s+/g, " ");
})()`;

/** Whether what has the focus shows it: an outline on itself, or on the box or label around it. */
export const isFocusVisible = `(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const around = [at, at?.closest(".box"), at?.closest(".choose")].filter(Boolean);
  return around.some((one) => parseFloat(getComputedStyle(one).outlineWidth) >= 2 &&
    getComputedStyle(one).outlineStyle !== "none");
})()`;
