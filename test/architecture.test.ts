import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const sources = [...filesUnder('src'), ...filesUnder('adapters'), ...filesUnder('bench'), ...filesUnder('test')];
const product = sources.filter((file) => file.startsWith('src/') || file.startsWith('adapters/'));

/** Files of the project that a file imports, types too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g),
    ...text.matchAll(/new URL\('(\.[^']+\.ts)'/g),
  ];
  return found.map(([, path]) => relative(root, join(root, dirname(file), path as string)));
}

/** As above, without `import type`: what exists when the program runs. */
function runtimeImportsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/^(?:import|export) type [^;]*;/gms, '');
  return [...text.matchAll(/from\s*'(\.[^']+)'/g)].map(([, path]) =>
    relative(root, join(root, dirname(file), path as string)),
  );
}

/** What an adapter may know of the core. */
const border = ['src/ports.ts', 'src/model.ts', 'src/errors.ts'];

const stages = ['feeds', 'stories', 'topics', 'ranking', 'briefs', 'delivery'];
const shared = [
  'src/model.ts',
  'src/ports.ts',
  'src/ports-editing.ts',
  'src/ports-operation.ts',
  'src/cluster/ports.ts',
  'src/errors.ts',
  'src/hash.ts',
  'src/zone.ts',
  'src/duration.ts',
  'src/cron.ts',
];
const sharedRooms = ['src/text/', 'src/messages/', 'src/writing/', 'src/store/'];

function isShared(path: string): boolean {
  return shared.includes(path) || path.startsWith('config/') || sharedRooms.some((room) => path.startsWith(room));
}

function offences(files: readonly string[], isAllowed: (file: string, imported: string) => boolean): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => !isAllowed(file, imported))
      .map((imported) => `${file} imports ${imported}`),
  );
}

describe('the layout', () => {
  it('lets adapters see only ports, model, errors, the plain room and their own folder', () => {
    const adapters = product.filter((file) => file.startsWith('adapters/'));
    const wrong = offences(adapters, (file, imported) => {
      const own = file.split('/').slice(0, 2).join('/');
      return [...border, 'src/plain/'].some((path) => imported.startsWith(path)) || imported.startsWith(`${own}/`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the plain room free of everything but that vocabulary', () => {
    const plain = product.filter((file) => file.startsWith('src/plain/'));
    expect(plain.length).toBeGreaterThan(0);
    const wrong = offences(plain, (_, imported) => border.includes(imported) || imported.startsWith('src/plain/'));
    expect(wrong).toEqual([]);
  });

  it('keeps src free of adapters, program.ts apart', () => {
    const inside = product.filter((file) => file.startsWith('src/') && file !== 'src/program.ts');
    expect(offences(inside, (_, imported) => !imported.startsWith('adapters/'))).toEqual([]);
  });

  it('keeps each stage away from the logic of the others', () => {
    const inStages = product.filter((file) => stages.some((stage) => file.startsWith(`src/${stage}/`)));
    const wrong = offences(inStages, (file, imported) => {
      const own = file.split('/').slice(0, 2).join('/');
      return isShared(imported) || imported.startsWith(`${own}/`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the commands away from the engine behind its interface', () => {
    const chats = product.filter((file) => file.startsWith('src/chats/'));
    expect(offences(chats, (_, imported) => isShared(imported) || imported.startsWith('src/chats/'))).toEqual([]);
  });

  it('has no import cycle', () => {
    const done = new Set<string>();
    const path: string[] = [];
    const cycles: string[] = [];
    const visit = (file: string) => {
      if (done.has(file)) return;
      const at = path.indexOf(file);
      if (at >= 0) {
        cycles.push([...path.slice(at), file].join(' → '));
        return;
      }
      path.push(file);
      for (const next of runtimeImportsOf(file)) if (product.includes(next)) visit(next);
      path.pop();
      done.add(file);
    };
    for (const file of product) visit(file);
    expect(cycles).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    const long = sources
      .map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 400)
      .map(([file, lines]) => `${file}: ${lines}`);
    expect(long).toEqual([]);
  });

  it('speaks of the product alone', () => {
    const told = sources.filter((file) => file !== 'test/architecture.test.ts');
    const wrong = told.filter((file) =>
      /\/work\/|\/root\/|registry\.npmjs|#\d+ of the issues|\bissue \d+\b/i.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
