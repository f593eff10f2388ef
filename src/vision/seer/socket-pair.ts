/**
 * Two ends of a socket in memory. Tests only.
 *
 * Copies what is written, as a kernel does: a reader that wipes its chunk must not wipe the writer's.
 */
import { Duplex } from "node:stream";

class End extends Duplex {
  peer: End | undefined;

  override _read(): void {
    // what comes is pushed by the peer
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.peer?.push(Uint8Array.from(chunk));
    // the next turn, as for a socket: a writer cannot count on its bytes being gone at once
    setImmediate(done);
  }

  override _final(done: () => void): void {
    this.peer?.push(null);
    done();
  }

  override _destroy(cause: Error | null, done: (cause: Error | null) => void): void {
    const { peer } = this;
    this.peer = undefined;
    setImmediate(() => peer?.destroy());
    done(cause);
  }
}

/** Both ends; destroying one destroys the other a moment later. */
export function socketPair(): [Duplex, Duplex] {
  const one = new End();
  const other = new End();
  one.peer = other;
  other.peer = one;
  return [one, other];
}
