import type { Work } from '../../src/ports.ts';
import { describeWork } from '../contracts/work.ts';
import { createLocalHub } from '../worlds/local-hub.ts';

describeWork('one process', () => {
  const hub = createLocalHub();
  const parties: Work[] = [];
  return {
    open(version) {
      const work = hub.open(version);
      parties.push(work);
      return work;
    },
    async close() {
      await Promise.all(parties.map((work) => work.close()));
    },
  };
});
