/** Rows of numbers side by side in large pieces of memory: one piece for each row would cost more than what stands in it. */

const roomLength = 32_768;

/** A room is let go of when nobody holds a row in it. */
export class Rooms {
  #numbers = new Int32Array(roomLength);
  #numbersUsed = 0;
  #bytes = new Uint8Array(roomLength);
  #bytesUsed = 0;

  /** A row of so many zeros. */
  numbers(length: number): Int32Array {
    if (this.#numbersUsed + length > this.#numbers.length) {
      this.#numbers = new Int32Array(Math.max(roomLength, length));
      this.#numbersUsed = 0;
    }
    const from = this.#numbersUsed;
    this.#numbersUsed += length;
    return this.#numbers.subarray(from, from + length);
  }

  /** The same of small numbers. */
  bytes(length: number): Uint8Array {
    if (this.#bytesUsed + length > this.#bytes.length) {
      this.#bytes = new Uint8Array(Math.max(roomLength, length));
      this.#bytesUsed = 0;
    }
    const from = this.#bytesUsed;
    this.#bytesUsed += length;
    return this.#bytes.subarray(from, from + length);
  }
}
