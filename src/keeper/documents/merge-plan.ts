/**
 * Decides which neighbouring segments become one, so that there are few and each is rewritten seldom.
 *
 * Pure. Segments are sorted into tiers by their words; MERGE_RUN of one tier, with the lower ones
 * between them, become one of a higher tier, so that a word is rewritten about once per tier.
 * Neighbours, because a segment stands for a range of sequence numbers.
 */

/** What the plan looks at. */
export interface SegmentSize {
  readonly tokens: number;
  readonly documents: number;
  /** Documents of it that are gone. */
  readonly gone: number;
}

/** So many of one tier are made one. */
const MERGE_RUN = 6;
/** Words of the lowest tier; the next is TIER_FACTOR times as large. */
const LOWEST_TIER_TOKENS = 50_000;
const TIER_FACTOR = 5;
/** A segment never has more words: what bounds the memory of making it (16 bytes a word). */
const MAX_SEGMENT_TOKENS = 12_000_000;
/** With more segments than this, whatever their tiers, the smallest neighbours are joined. */
const MANY_SEGMENTS = 30;
/** With so large a share of its documents gone, a segment is made anew. */
const GONE_SHARE = 0.4;

/** The segments, from one to before another, that become one next; undefined when all is well. */
export function planMerge(
  segments: readonly SegmentSize[],
): { readonly start: number; readonly end: number } | undefined {
  const wasteful = segments.findIndex(
    ({ documents, gone }) => gone > 0 && gone >= documents * GONE_SHARE,
  );
  if (wasteful >= 0) return { start: wasteful, end: wasteful + 1 };
  const highest = Math.max(-1, ...segments.map(tierOf));
  for (let tier = 0; tier <= highest; tier++) {
    const run = firstRun(segments, tier);
    if (run !== undefined) return run;
  }
  return segments.length > MANY_SEGMENTS ? smallestPair(segments) : undefined;
}

function tierOf({ tokens }: SegmentSize): number {
  let tier = 0;
  for (let most = LOWEST_TIER_TOKENS; tokens > most; most *= TIER_FACTOR) tier++;
  return tier;
}

/** The first neighbours, none above this tier and MERGE_RUN of it, that may be one segment. */
function firstRun(
  segments: readonly SegmentSize[],
  tier: number,
): { start: number; end: number } | undefined {
  let run = { start: 0, tokens: 0, ofTier: 0 };
  for (const [n, segment] of segments.entries()) {
    const own = tierOf(segment);
    if (own > tier) run = { start: n + 1, tokens: 0, ofTier: 0 };
    else if (run.tokens + segment.tokens > MAX_SEGMENT_TOKENS) {
      run = { start: n, tokens: segment.tokens, ofTier: own === tier ? 1 : 0 };
    } else {
      run = {
        ...run,
        tokens: run.tokens + segment.tokens,
        ofTier: run.ofTier + (own === tier ? 1 : 0),
      };
    }
    if (run.ofTier === MERGE_RUN) return { start: run.start, end: n + 1 };
  }
  return undefined;
}

/** The two neighbours that are smallest together, if they may be one segment. */
function smallestPair(
  segments: readonly SegmentSize[],
): { start: number; end: number } | undefined {
  const sums = segments.slice(1).map((each, n) => each.tokens + (segments[n]?.tokens ?? 0));
  const least = Math.min(...sums);
  const start = sums.indexOf(least);
  return least <= MAX_SEGMENT_TOKENS ? { start, end: start + 2 } : undefined;
}
