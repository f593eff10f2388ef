/**
 * The surroundings in which an element of ours renders: its language, the reader's time zone.
 */
import { html, type TemplateResult } from "lit";
import { ownIndex } from "../provider.ts";
import { timeWriter } from "../time-text.ts";
import type { View } from "../views/view.ts";
import { languageOf, wordsOf, type Language } from "../words/words.ts";

/** What lit renders. */
export type Live = TemplateResult<1>;

/** The language of the text around `element`; English where the page speaks none of ours. */
export function languageAround(element: Element): Language {
  return languageOf(element.closest("[lang]")?.getAttribute("lang") ?? "") ?? "en";
}

/** The view for an element. Its attribute `chosen-language` says what links must keep. */
export function browserView(element: Element): View<Live> {
  const language = languageAround(element);
  const chosenLanguage = element.getAttribute("chosen-language") ?? "";
  return {
    html,
    words: wordsOf(language),
    provider: ownIndex,
    timeText: timeWriter(language),
    ...(chosenLanguage !== "" && { chosenLanguage }),
  };
}
