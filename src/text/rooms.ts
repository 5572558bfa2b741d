/** Rows of numbers side by side in large pieces of memory: one piece for each row would cost more than what stands in it. */

const roomLength = 32_768;

/** A room is let go of when nobody holds a row in it. */
export class Rooms {
  #numbers = new Int32Array(roomLength);
  #numbersUsed = 0;
  #halves = new Uint16Array(roomLength);
  #halvesUsed = 0;

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

  /** The same of numbers below 65,536. */
  halves(length: number): Uint16Array {
    if (this.#halvesUsed + length > this.#halves.length) {
      this.#halves = new Uint16Array(Math.max(roomLength, length));
      this.#halvesUsed = 0;
    }
    const from = this.#halvesUsed;
    this.#halvesUsed += length;
    return this.#halves.subarray(from, from + length);
  }
}
