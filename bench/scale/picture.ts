/** Growth as a picture: two panels over the number of chats, both axes with logarithms where sizes differ tenfold. */

export interface Point {
  readonly chats: number;
  readonly rssMb: number;
  readonly cpuMsPerMessage: number;
}

const [width, height, left, top, bottom] = [360, 240, 56, 36, 44];

/** An SVG document. */
export function drawGrowth(points: readonly Point[]): string {
  const panels = [
    panel(
      0,
      'Memory of the process, MB',
      points.map(({ chats, rssMb }) => [chats, rssMb] as const),
    ),
    panel(
      width,
      'CPU for each message, ms',
      points.map(({ chats, cpuMsPerMessage }) => [chats, cpuMsPerMessage] as const),
    ),
  ];
  const title = '<title>One process, 10,000 feeds: growth with the number of chats</title>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${height}" font-family="sans-serif" font-size="11" role="img">${title}<rect width="100%" height="100%" fill="#fff"/>${panels.join('')}</svg>\n`;
}

function panel(offset: number, title: string, values: readonly (readonly [number, number])[]): string {
  const most = Math.max(...values.map(([, value]) => value)) * 1.15;
  const [from, to] = [Math.log10(values[0]![0]), Math.log10(values.at(-1)![0])];
  const x = (chats: number) =>
    Math.round(offset + left + ((Math.log10(chats) - from) / Math.max(to - from, 1e-9)) * (width - left - 24));
  const y = (value: number) => Math.round(height - bottom - (value / most) * (height - top - bottom));
  const line = values.map(([chats, value]) => `${x(chats)},${y(value)}`).join(' ');
  const dots = values.map(
    ([chats, value]) =>
      `<circle cx="${x(chats)}" cy="${y(value)}" r="3.5" fill="#1a5fb4"/><text x="${x(chats)}" y="${y(value) - 8}" text-anchor="middle">${value}</text><text x="${x(chats)}" y="${height - bottom + 16}" text-anchor="middle">${chats.toLocaleString('en')}</text>`,
  );
  return [
    `<text x="${offset + left}" y="20" font-weight="bold">${title}</text>`,
    `<path d="M${offset + left} ${top}V${height - bottom}H${offset + width - 20}" fill="none" stroke="#999"/>`,
    `<text x="${offset + left - 6}" y="${height - bottom}" text-anchor="end">0</text>`,
    `<polyline points="${line}" fill="none" stroke="#1a5fb4" stroke-width="2"/>`,
    ...dots,
    `<text x="${offset + width / 2 + 16}" y="${height - 8}" text-anchor="middle">chats</text>`,
  ].join('');
}
