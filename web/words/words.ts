/**
 * Every sentence that the page says, in every language it speaks.
 *
 * One catalogue for the server and for the elements. A language that lacks a sentence does not compile.
 */
import type { Duty } from "../display-duties.ts";
import { english } from "./en.ts";
import { korean } from "./ko.ts";

/** The languages of the page, as `lang` writes them. */
export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

/** Why something could not be done, as far as a person cares. */
export type Trouble = "badRequest" | "notFound" | "refused" | "busy" | "away" | "gone" | "broken";

/** What is said about a picture that could not be read. */
export type PictureTrouble =
  | "notAPicture"
  | "unreadable"
  | "tooLarge"
  | "busy"
  | "keyNeeded"
  | "offline"
  | "failed";

/** A heading and what to do about it. */
export interface Notice {
  readonly title: string;
  readonly advice: string;
}

/** All sentences in one language. */
export interface Words {
  /** The language as `lang` writes it. */
  readonly code: Language;
  /** The language's own name, for whoever looks for it. */
  readonly languageName: string;
  readonly languageLabel: string;
  readonly skipToContent: string;
  readonly tagline: string;
  readonly virtues: readonly Notice[];
  readonly sections: string;
  readonly tabs: {
    readonly web: string;
    readonly picture: string;
    readonly history: string;
    readonly promises: string;
  };
  readonly footer: string;
  readonly titleOf: (subject: string) => string;

  readonly search: string;
  readonly searchLabel: string;
  readonly searchHint: string;
  readonly poweredBy: (name: string) => string;
  readonly privacyOf: (name: string) => string;

  readonly resultsFor: (query: string) => string;
  readonly fromTheWeb: string;
  readonly ownIndex: (name: string) => string;
  readonly aboutPages: (count: number) => string;
  readonly askedAt: string;
  readonly license: string;
  readonly dataFrom: string;
  readonly nothingFound: (query: string) => string;
  readonly nothingFoundAdvice: readonly string[];
  readonly pastTheEnd: Notice;
  readonly toFirstPage: string;
  readonly paging: string;
  readonly previous: string;
  readonly next: string;
  readonly pageNumber: (page: number) => string;
  readonly notKept: string;
  readonly kept: string;
  readonly keepingFailed: string;
  readonly queryTooLong: (characters: number, most: number) => Notice;
  readonly withheld: Notice;
  readonly clause: (id: string) => string;
  readonly resultNumber: (n: number) => string;
  readonly duties: Readonly<Record<Duty, string>>;
  readonly unreadableResponse: string;

  readonly keptTitle: string;
  readonly keptNote: string;
  readonly forgottenAt: string;
  readonly searchAgain: string;
  readonly backToHistory: string;

  readonly picture: {
    readonly title: string;
    readonly intro: string;
    readonly drop: string;
    readonly choose: string;
    readonly paste: string;
    readonly needsScript: string;
    readonly looking: string;
    readonly preview: (name: string) => string;
    readonly pasted: string;
    readonly labels: string;
    readonly colors: string;
    readonly noLabels: string;
    /** `percent` is written out: `93`, `<1`. */
    readonly score: (percent: string) => string;
    readonly share: (percent: string) => string;
    readonly seen: (labels: number, colors: number) => string;
    readonly another: string;
    readonly forget: string;
    readonly forgotten: string;
    readonly privacy: string;
    readonly privacyLink: string;
    readonly troubles: Readonly<Record<PictureTrouble, Notice>>;
    readonly detail: string;
  };

  readonly history: {
    readonly title: string;
    readonly off: string;
    readonly on: string;
    readonly what: readonly Notice[];
    readonly turnOn: string;
    readonly turnOff: string;
    readonly turnOffNote: string;
    readonly list: string;
    readonly empty: string;
    readonly keptBefore: string;
    readonly asked: string;
    readonly remaining: (days: number, hours: number) => string;
    readonly forget: string;
    readonly forgetNamed: (query: string) => string;
    readonly forgetAll: string;
    readonly forgetAllNow: (count: number) => string;
    readonly forgetAllNote: string;
    readonly forgotOne: string;
    readonly forgotAll: (count: number) => string;
    readonly turnedOn: string;
    readonly turnedOff: string;
  };

  readonly promises: {
    readonly title: string;
    readonly intro: string;
    readonly summary: (kept: number, all: number) => string;
    readonly empty: string;
    readonly gate: string;
    readonly evidence: string;
    readonly test: string;
    readonly states: {
      readonly kept: string;
      readonly warned: string;
      readonly broken: string;
      readonly person: string;
      readonly notBuilt: string;
    };
  };

  readonly troubles: Readonly<Record<Trouble, Notice>>;
  readonly tryAgain: string;
  readonly toSearch: string;
}

const catalogue: Readonly<Record<Language, Words>> = { en: english, ko: korean };

/** The sentences of a language. */
export function wordsOf(language: Language): Words {
  return catalogue[language];
}

/** The page's language for a tag such as `ko-KR`; undefined when the page does not speak it. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === primary);
}
