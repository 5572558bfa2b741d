import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // Two worker processes at most: many tests open sockets and start the real program.
    maxWorkers: 2,
    sequence: { shuffle: true },
  },
});
