/**
 * The page in English.
 */
import type { Words } from "./words.ts";

const number = new Intl.NumberFormat("en-GB");
const plural = (count: number, one: string, many: string): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

export const english: Words = {
  code: "en",
  languageName: "English",
  languageLabel: "Language",
  skipToContent: "Skip to content",
  tagline: "It sees, it searches, and it forgets on time.",
  virtues: [
    {
      title: "Your search stays here",
      advice: "It is answered on this server and sent to nobody.",
    },
    { title: "No trace unless you ask", advice: "No cookie and no history until you turn it on." },
    { title: "Promises you can check", advice: "Each rule we keep is listed with its evidence." },
  ],
  sections: "Sections",
  tabs: { web: "Web", picture: "Picture", history: "History", promises: "Promises" },
  footer: "No advertising. No tracking. Nothing on this page comes from anywhere else.",
  titleOf: (subject) => `${subject} · Lethe`,

  search: "Search",
  searchLabel: "Search the web",
  searchHint: "What are you looking for?",
  poweredBy: (name) => `Powered by ${name}`,
  privacyOf: (name) => `${name} privacy promises`,

  resultsFor: (query) => `Results for “${query}”`,
  fromTheWeb: "From the web",
  ownIndex: (name) => `found in ${name}’s own index`,
  aboutPages: (count) => (count === 1 ? "1 page" : `about ${number.format(count)} pages`),
  askedAt: "asked",
  license: "Licence:",
  dataFrom: "Data from:",
  nothingFound: (query) => `Nothing found for “${query}”`,
  nothingFoundAdvice: [
    "Check the spelling, or try fewer or more common words.",
    "This server knows only the pages that were brought into its own index.",
  ],
  pastTheEnd: {
    title: "There are no more results",
    advice: "This page of the list lies past its end.",
  },
  toFirstPage: "Back to the first page",
  paging: "Pages of results",
  previous: "Previous",
  next: "Next",
  pageNumber: (page) => `Page ${page}`,
  notKept: "This search is not kept anywhere.",
  kept: "This search is kept in your history.",
  keepingFailed:
    "This search could not be added to your history. The results above are not affected.",
  queryTooLong: (characters, most) => ({
    title: "That is a little too long to search for",
    advice: `The search has ${number.format(characters)} characters; up to ${number.format(most)} work. Try the few words that matter most.`,
  }),
  withheld: {
    title: "These results are not shown",
    advice:
      "Search results come with rules about how they are shown. A rule could not be kept here, so nothing is shown rather than something wrong.",
  },
  clause: (id) => `Rule ${id}`,
  resultNumber: (n) => `result ${n}`,
  duties: {
    resultMissing: "a result is missing or cannot be seen",
    orderChanged: "the results are not in the order they came in",
    linkMissing: "a link to the source is missing, or leads nowhere a browser may go",
    textAltered: "the text of a result was changed",
    attributionMissing: "a source or licence that must be named is missing",
    ruleUnknown: "a result came with a condition that this page does not know",
    originUnsaid: "it is not said that these results are from the web",
    contentAdded: "something that is no result stands among the results",
    privacyLinkMissing: "the link to the privacy statement is missing beside the search box",
    brandMissing: "the search box does not say who answers",
    timeMissing: "it is not said when the question was asked",
    rerunMissing: "there is no way to ask again",
    keptBrandMissing: "it is not said who answered",
  },
  unreadableResponse: "The results came in a form this page cannot read.",

  keptTitle: "Kept from an earlier search",
  keptNote: "These are the results as they were then, not an answer from today.",
  forgottenAt: "Forgotten at the latest on",
  searchAgain: "Search again now",
  backToHistory: "Back to your history",

  picture: {
    title: "What is in a picture?",
    intro: "Drop a picture to see what it shows and which colours it is made of.",
    drop: "Drop a picture here",
    choose: "Choose a picture",
    paste: "or paste one from the clipboard",
    needsScript:
      "Looking at a picture needs JavaScript: your browser reads the picture and hands it over directly, so that it never lies in a file on the way. Searching works without.",
    looking: "Looking at the picture…",
    preview: (name) => `Your picture: ${name}`,
    pasted: "from the clipboard",
    labels: "What it shows",
    colors: "Its colours",
    noLabels: "Nothing in it was recognised with confidence.",
    score: (percent) => `${percent}% sure`,
    share: (percent) => `${percent}% of the picture`,
    seen: (labels, colors) =>
      `${plural(labels, "label", "labels")} and ${plural(colors, "colour", "colours")} found.`,
    another: "Choose another picture",
    forget: "Forget this picture",
    forgotten: "The picture is forgotten.",
    privacy:
      "The picture goes from this page to the memory of this server, is looked at there, and its bytes are overwritten once the answer is ready. It is never written to disk.",
    privacyLink: "How this is kept",
    troubles: {
      notAPicture: {
        title: "That is not a picture",
        advice: "JPEG, PNG, GIF, WebP, BMP and TIFF can be read.",
      },
      unreadable: {
        title: "The picture could not be read",
        advice: "The file may be damaged or cut off, or of a kind that is not known here.",
      },
      tooLarge: {
        title: "The picture is too large",
        advice: "Try a smaller copy: about 7 MB is the most that can be sent from here.",
      },
      busy: {
        title: "Many pictures are waiting",
        advice: "Try again in a few seconds.",
      },
      keyNeeded: {
        title: "This server asks for a key",
        advice: "Whoever runs it allows pictures only to programs with a key.",
      },
      offline: {
        title: "The server did not answer",
        advice:
          "It may have stopped, or the connection may be interrupted. Your picture is still only here.",
      },
      failed: {
        title: "The picture could not be looked at",
        advice: "Something went wrong on the server. Another try may work.",
      },
    },
    detail: "What the server said:",
  },

  history: {
    title: "Your history",
    off: "History is off. Your searches are not kept.",
    on: "History is on. Your searches are kept for you alone.",
    what: [
      { title: "What", advice: "Your search, the results you were shown, and when you asked." },
      {
        title: "Where",
        advice:
          "On this server, encrypted with a key that only this browser can complete. A cookie holds your half of it; nothing else is put on your device.",
      },
      {
        title: "Until when",
        advice:
          "Each search is forgotten before 21 days have passed since you asked. You can forget one or all of them at any moment.",
      },
      {
        title: "What it is for",
        advice: "For you to look back. Nobody else sees it, and it never answers a new search.",
      },
    ],
    turnOn: "Keep my history",
    turnOff: "Stop keeping",
    turnOffNote: "What is already kept stays until its day, unless you delete it.",
    list: "Kept searches",
    empty: "Nothing is kept yet. Your next search will appear here.",
    keptBefore: "These searches were kept before. Each is forgotten on its day.",
    asked: "Asked",
    remaining: (days, hours) =>
      days > 0
        ? `forgotten in ${plural(days, "day", "days")}`
        : hours > 0
          ? `forgotten in ${plural(hours, "hour", "hours")}`
          : "forgotten within the hour",
    forget: "Forget",
    forgetNamed: (query) => `Forget the search “${query}”`,
    forgetAll: "Forget everything…",
    forgetAllNow: (count) => `Forget ${plural(count, "search", "searches")} now`,
    forgetAllNote: "This cannot be undone: the keys are destroyed.",
    forgotOne: "The search is forgotten.",
    forgotAll: (count) => `${plural(count, "search is", "searches are")} forgotten.`,
    turnedOn: "From now on your searches are kept, for 21 days at most.",
    turnedOff: "From now on your searches are not kept.",
  },

  promises: {
    title: "What this server promises",
    intro:
      "Each line is a rule for pictures or search results, where it is enforced, and what can be seen of it right now.",
    summary: (kept, all) => `${number.format(kept)} of ${plural(all, "promise", "promises")} kept`,
    empty: "The list of promises is not available.",
    gate: "Enforced by",
    evidence: "Evidence now",
    test: "Held by the test",
    states: {
      kept: "Kept",
      warned: "Look closer",
      broken: "Not kept",
      person: "A person’s duty",
      notBuilt: "Not built yet",
    },
  },

  troubles: {
    badRequest: {
      title: "That request makes no sense here",
      advice: "The address may be incomplete. Start again from the search page.",
    },
    notFound: {
      title: "There is nothing here",
      advice: "The address may be mistyped, or what was here is gone.",
    },
    gone: {
      title: "This is forgotten",
      advice: "The search was deleted, or its time was over. It cannot be brought back.",
    },
    refused: {
      title: "This is not allowed",
      advice: "The request did not come from this page, or this server asks for a key.",
    },
    busy: {
      title: "Too many searches at once",
      advice: "Nothing is lost. Try again in a moment.",
    },
    away: {
      title: "The memory is away for a moment",
      advice: "The part that remembers is restarting. Try again in a few seconds.",
    },
    broken: {
      title: "Something went wrong here",
      advice: "It is not your fault. The error was noted, without your search.",
    },
  },
  tryAgain: "Try again",
  toSearch: "To the search page",
};
