/** Logistic regression by iteratively reweighted least squares, with a ridge. */

export interface Example {
  readonly features: readonly number[];
  readonly isSame: boolean;
  readonly weight: number;
}

/** Weights that maximise the weighted log-likelihood less `ridge`/2 × their squared length (the first, the bias, is free). */
export function fitLogistic(examples: readonly Example[], ridge: number, rounds = 25): number[] {
  const size = examples[0]?.features.length ?? 0;
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < rounds; round += 1) {
    const { gradient, hessian } = slopes(examples, weights, ridge);
    const step = solve(hessian, gradient);
    weights = weights.map((weight, at) => weight + step[at]!);
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  return weights;
}

function slopes(examples: readonly Example[], weights: readonly number[], ridge: number) {
  const size = weights.length;
  const gradient = weights.map((weight, at) => (at === 0 ? 0 : -ridge * weight));
  const hessian = weights.map((_, row) =>
    weights.map((__, column) => (row === column ? (row === 0 ? 1e-6 : ridge) : 0)),
  );
  for (const { features, isSame, weight } of examples) {
    let sum = 0;
    for (let at = 0; at < size; at += 1) sum += weights[at]! * features[at]!;
    const chance = 1 / (1 + Math.exp(-sum));
    const pull = weight * ((isSame ? 1 : 0) - chance);
    const curve = Math.max(1e-6, weight * chance * (1 - chance));
    for (let row = 0; row < size; row += 1) {
      const value = features[row]!;
      if (value === 0) continue;
      gradient[row]! += pull * value;
      const line = hessian[row]!;
      for (let column = 0; column < size; column += 1) line[column]! += curve * value * features[column]!;
    }
  }
  return { gradient, hessian };
}

/** Gaussian elimination with pivoting. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      for (let at = column; at <= size; at += 1) rows[row]![at]! -= factor * head[at]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}
