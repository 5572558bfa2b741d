/** Links between the pages of the repository lead somewhere: files, folders and headings. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['.', 'docs', 'src', 'adapters', 'bench'];
const pages = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: room !== '.' })
    .map((name) => join(root, room, String(name)))
    .filter((path) => path.endsWith('.md')),
);

/** As GitHub makes them. */
function anchorsOf(path: string): Set<string> {
  const text = readFileSync(path, 'utf8').replace(/```.*?```/gs, '');
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function broken(page: string): string[] {
  const text = readFileSync(page, 'utf8')
    .replace(/```.*?```/gs, '')
    .replace(/`[^`]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/i.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : resolve(dirname(page), path);
    const isThere =
      existsSync(target) && (anchor === undefined || statSync(target).isDirectory() || anchorsOf(target).has(anchor));
    return isThere ? [] : [`${relative(root, page)}: ${link}`];
  });
}

describe('the docs', () => {
  it('link to what there is', () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.flatMap(broken)).toEqual([]);
  });

  it('show pictures that are described for those who cannot see them', () => {
    const pictures = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/!\[([^\]]*)\]\(/g)]);
    expect(pictures.length).toBeGreaterThan(4);
    expect(pictures.filter(([, text]) => (text ?? '').length < 10)).toEqual([]);
  });
});
