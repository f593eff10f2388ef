/**
 * The page in Korean.
 */
import type { Words } from "./words.ts";

const number = new Intl.NumberFormat("ko-KR");

export const korean: Words = {
  code: "ko",
  languageName: "한국어",
  languageLabel: "언어",
  skipToContent: "본문으로 건너뛰기",
  tagline: "보고, 찾고, 제때 잊습니다.",
  virtues: [
    { title: "검색은 여기서 끝납니다", advice: "이 서버에서 답하고, 아무에게도 보내지 않습니다." },
    { title: "켜기 전에는 남지 않습니다", advice: "기록을 켜기 전에는 쿠키도 기록도 없습니다." },
    { title: "확인할 수 있는 약속", advice: "지키는 규칙을 하나하나 근거와 함께 보여 줍니다." },
  ],
  sections: "메뉴",
  tabs: { web: "웹", picture: "사진", history: "기록", promises: "약속" },
  footer: "광고도 추적도 없습니다. 이 페이지의 모든 것은 이 서버에서만 옵니다.",
  titleOf: (subject) => `${subject} · Lethe`,

  search: "검색",
  searchLabel: "웹 검색",
  searchHint: "무엇을 찾으시나요?",
  poweredBy: (name) => `${name} 제공`,
  privacyOf: (name) => `${name} 개인정보 약속`,

  resultsFor: (query) => `‘${query}’ 검색 결과`,
  fromTheWeb: "웹에서 찾은 결과",
  ownIndex: (name) => `${name} 자체 색인`,
  aboutPages: (count) => (count === 1 ? "1건" : `약 ${number.format(count)}건`),
  askedAt: "검색 시각",
  license: "라이선스:",
  dataFrom: "자료 출처:",
  nothingFound: (query) => `‘${query}’에 대한 결과가 없습니다`,
  nothingFoundAdvice: [
    "맞춤법을 확인하거나, 더 짧고 흔한 낱말로 찾아 보세요.",
    "이 서버는 자체 색인에 담긴 페이지만 알고 있습니다.",
  ],
  pastTheEnd: { title: "결과가 더 없습니다", advice: "결과 목록의 끝을 지났습니다." },
  toFirstPage: "첫 페이지로",
  paging: "결과 페이지",
  previous: "이전",
  next: "다음",
  pageNumber: (page) => `${page}페이지`,
  notKept: "이 검색은 어디에도 남지 않습니다.",
  kept: "이 검색을 내 기록에 보관했습니다.",
  keepingFailed: "이 검색을 기록에 보관하지 못했습니다. 위의 결과에는 영향이 없습니다.",
  queryTooLong: (characters, most) => ({
    title: "검색어가 조금 깁니다",
    advice: `검색어가 ${number.format(characters)}자입니다. ${number.format(most)}자까지 찾을 수 있습니다. 가장 중요한 낱말 몇 개로 찾아 보세요.`,
  }),
  withheld: {
    title: "결과를 표시하지 않았습니다",
    advice:
      "검색 결과에는 표시 방법에 관한 규칙이 따릅니다. 지킬 수 없는 규칙이 있어, 잘못 보여 주는 대신 표시하지 않았습니다.",
  },
  clause: (id) => `규칙 ${id}`,
  resultNumber: (n) => `${n}번째 결과`,
  duties: {
    resultMissing: "빠졌거나 보이지 않는 결과가 있습니다",
    orderChanged: "결과가 받은 순서와 다릅니다",
    linkMissing: "출처로 가는 링크가 없거나, 열 수 없는 주소입니다",
    textAltered: "결과의 글이 바뀌었습니다",
    attributionMissing: "밝혀야 할 출처나 라이선스가 빠졌습니다",
    ruleUnknown: "이 페이지가 모르는 조건이 붙은 결과가 있습니다",
    originUnsaid: "웹에서 찾은 결과라는 안내가 없습니다",
    contentAdded: "결과 사이에 결과가 아닌 것이 있습니다",
    privacyLinkMissing: "검색창 옆에 개인정보 약속으로 가는 링크가 없습니다",
    brandMissing: "검색창에 누가 답하는지 나와 있지 않습니다",
    timeMissing: "언제 검색했는지 나와 있지 않습니다",
    rerunMissing: "다시 검색할 방법이 없습니다",
    keptBrandMissing: "누가 답했는지 나와 있지 않습니다",
  },
  unreadableResponse: "이 페이지가 읽을 수 없는 형식의 결과입니다.",

  keptTitle: "이전 검색에서 보관한 결과",
  keptNote: "그때의 결과이며, 지금의 답이 아닙니다.",
  forgottenAt: "잊히는 때(늦어도)",
  searchAgain: "지금 다시 검색",
  backToHistory: "기록으로 돌아가기",

  picture: {
    title: "사진에 무엇이 있나요?",
    intro: "사진을 놓으면 무엇이 보이는지, 어떤 색으로 이루어졌는지 알려 드립니다.",
    drop: "여기에 사진을 놓으세요",
    choose: "사진 고르기",
    paste: "클립보드에서 붙여 넣어도 됩니다",
    needsScript:
      "사진을 보려면 자바스크립트가 필요합니다. 브라우저가 사진을 읽어 서버에 바로 건네므로 도중에 파일로 남지 않습니다. 검색은 자바스크립트 없이도 됩니다.",
    looking: "사진을 보고 있습니다…",
    preview: (name) => `내 사진: ${name}`,
    pasted: "클립보드에서",
    labels: "보이는 것",
    colors: "색",
    noLabels: "확실하게 알아본 것이 없습니다.",
    score: (percent) => `확신 ${percent}%`,
    share: (percent) => `사진의 ${percent}%`,
    seen: (labels, colors) => `이름표 ${labels}개와 색 ${colors}개를 찾았습니다.`,
    another: "다른 사진 고르기",
    forget: "이 사진 잊기",
    forgotten: "사진을 잊었습니다.",
    privacy:
      "사진은 이 페이지에서 서버의 메모리로 가서 읽힌 다음, 답이 나오는 즉시 덮어써집니다. 디스크에는 쓰지 않습니다.",
    privacyLink: "어떻게 지키나요",
    troubles: {
      notAPicture: {
        title: "사진이 아닙니다",
        advice: "JPEG, PNG, GIF, WebP, BMP, TIFF를 읽을 수 있습니다.",
      },
      unreadable: {
        title: "사진을 읽지 못했습니다",
        advice: "파일이 손상되었거나 잘렸거나, 알 수 없는 형식일 수 있습니다.",
      },
      tooLarge: {
        title: "사진이 너무 큽니다",
        advice: "더 작은 사본으로 해 보세요. 여기서는 약 7MB까지 보낼 수 있습니다.",
      },
      busy: { title: "기다리는 사진이 많습니다", advice: "몇 초 뒤에 다시 해 보세요." },
      keyNeeded: {
        title: "이 서버에는 키가 필요합니다",
        advice: "운영자가 키를 가진 프로그램에만 사진 기능을 허용했습니다.",
      },
      offline: {
        title: "서버가 답하지 않습니다",
        advice: "서버가 멈췄거나 연결이 끊겼을 수 있습니다. 사진은 여전히 여기에만 있습니다.",
      },
      failed: {
        title: "사진을 보지 못했습니다",
        advice: "서버에서 문제가 생겼습니다. 다시 하면 될 수도 있습니다.",
      },
    },
    detail: "서버의 답:",
  },

  history: {
    title: "내 기록",
    off: "기록이 꺼져 있습니다. 검색을 보관하지 않습니다.",
    on: "기록이 켜져 있습니다. 나만 볼 수 있게 검색을 보관합니다.",
    what: [
      { title: "무엇을", advice: "검색어, 보여 드린 결과, 검색한 시각." },
      {
        title: "어디에",
        advice:
          "이 서버에, 이 브라우저만 완성할 수 있는 열쇠로 암호화해 둡니다. 그 열쇠의 절반은 쿠키에 있고, 기기에 남는 것은 그뿐입니다.",
      },
      {
        title: "언제까지",
        advice:
          "검색한 때부터 21일이 지나기 전에 잊습니다. 언제든 하나씩 또는 모두 지울 수 있습니다.",
      },
      {
        title: "무엇을 위해",
        advice:
          "내가 되돌아보기 위해서입니다. 다른 사람은 볼 수 없고, 새 검색의 답으로 쓰지 않습니다.",
      },
    ],
    turnOn: "기록 보관하기",
    turnOff: "그만 보관하기",
    turnOffNote: "이미 보관한 것은 지우지 않으면 정해진 날까지 남습니다.",
    list: "보관한 검색",
    empty: "아직 보관한 것이 없습니다. 다음 검색부터 여기에 나타납니다.",
    keptBefore: "전에 보관한 검색입니다. 저마다 정해진 날에 잊힙니다.",
    asked: "검색 시각",
    remaining: (days, hours) =>
      days > 0 ? `${days}일 뒤에 잊힘` : hours > 0 ? `${hours}시간 뒤에 잊힘` : "한 시간 안에 잊힘",
    forget: "잊기",
    forgetNamed: (query) => `‘${query}’ 검색 잊기`,
    forgetAll: "모두 잊기…",
    forgetAllNow: (count) => `검색 ${number.format(count)}건을 지금 잊기`,
    forgetAllNote: "되돌릴 수 없습니다. 열쇠를 없앱니다.",
    forgotOne: "검색을 잊었습니다.",
    forgotAll: (count) => `검색 ${number.format(count)}건을 잊었습니다.`,
    turnedOn: "이제부터 검색을 길어야 21일 동안 보관합니다.",
    turnedOff: "이제부터 검색을 보관하지 않습니다.",
  },

  promises: {
    title: "이 서버의 약속",
    intro:
      "사진과 검색 결과에 관한 규칙마다 어디서 지키는지, 지금 무엇으로 확인되는지 보여 줍니다.",
    summary: (kept, all) => `약속 ${number.format(all)}가지 중 ${number.format(kept)}가지 지킴`,
    empty: "약속 목록을 불러올 수 없습니다.",
    gate: "지키는 곳",
    evidence: "지금의 근거",
    test: "지키는 시험",
    states: {
      kept: "지킴",
      warned: "확인 필요",
      broken: "지키지 못함",
      person: "사람의 의무",
      notBuilt: "아직 없음",
    },
  },

  troubles: {
    badRequest: {
      title: "처리할 수 없는 요청입니다",
      advice: "주소가 완전하지 않을 수 있습니다. 검색 페이지에서 다시 시작해 주세요.",
    },
    notFound: {
      title: "여기에는 아무것도 없습니다",
      advice: "주소를 잘못 입력했거나, 있던 것이 없어졌습니다.",
    },
    gone: {
      title: "잊힌 검색입니다",
      advice: "지웠거나 기한이 지났습니다. 되살릴 수 없습니다.",
    },
    refused: {
      title: "허용되지 않습니다",
      advice: "이 페이지에서 온 요청이 아니거나, 이 서버에 키가 필요합니다.",
    },
    busy: {
      title: "한꺼번에 검색이 몰렸습니다",
      advice: "잃은 것은 없습니다. 잠시 뒤에 다시 해 보세요.",
    },
    away: {
      title: "기억을 맡은 부분이 잠시 자리를 비웠습니다",
      advice: "다시 시작하는 중입니다. 몇 초 뒤에 다시 해 보세요.",
    },
    broken: {
      title: "여기서 문제가 생겼습니다",
      advice: "잘못하신 것이 아닙니다. 검색어 없이 오류만 적어 두었습니다.",
    },
  },
  tryAgain: "다시 해 보기",
  toSearch: "검색 페이지로",
};
