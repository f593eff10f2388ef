/**
 * The best hits so far, and the score a new one must beat.
 *
 * Order: higher score first; between equals, the one that came first, so that equal documents keep the
 * order of the store and paging never shows one twice. Hits are offered in the order of segments and
 * documents.
 */

export interface Hit {
  readonly score: number;
  /** Which of the segments searched. */
  readonly segment: number;
  readonly document: number;
}

/** A heap of at most `size` hits, the worst on top. */
export class TopHits {
  readonly #size: number;
  readonly #heap: (Hit & { readonly turn: number })[] = [];
  #turn = 0;

  constructor(size: number) {
    this.#size = size;
  }

  get isFull(): boolean {
    return this.#heap.length >= this.#size;
  }

  /** A hit is taken only when its score is above this; -1 until full. */
  get threshold(): number {
    return this.isFull ? (this.#heap[0]?.score ?? Number.POSITIVE_INFINITY) : -1;
  }

  /** Takes the hit when it is good enough. */
  offer(score: number, segment: number, document: number): void {
    if (score <= this.threshold) return;
    const hit = { score, segment, document, turn: this.#turn++ };
    if (this.isFull) this.#replaceTop(hit);
    else this.#add(hit);
  }

  /** All hits, best first. */
  sorted(): Hit[] {
    return this.#heap
      .toSorted((a, b) => b.score - a.score || a.turn - b.turn)
      .map(({ score, segment, document }) => ({ score, segment, document }));
  }

  #add(hit: Hit & { readonly turn: number }): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(hit);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isWorse(hit, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = hit;
  }

  #replaceTop(hit: Hit & { readonly turn: number }): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isWorse(right, left);
      const child = isRight ? right : left;
      if (!isWorse(child, hit)) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = hit;
  }
}

type Turned = Pick<Hit, "score"> & { readonly turn: number };

function isWorse(a: Turned, b: Turned): boolean {
  return a.score < b.score || (a.score === b.score && a.turn > b.turn);
}
