export function namesakes(..._: unknown[]): string[] {
  return [];
}
