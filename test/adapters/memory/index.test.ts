import { openMemory } from '../../../adapters/memory/index.ts';
import { describeStorage } from '../../contracts/storage.ts';

describeStorage('memory', { open: async () => openMemory() });
