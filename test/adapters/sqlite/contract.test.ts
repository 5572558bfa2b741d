import { openSqlite } from '../../../adapters/sqlite/index.ts';
import { describeStorage } from '../../contracts/storage.ts';
import { type Folder, makeFolder } from '../../worlds/folder.ts';

let folder: Folder;
describeStorage('SQLite', {
  async open() {
    folder = makeFolder();
    return openSqlite(`sqlite:${folder.path('state.sqlite')}`);
  },
  async remove() {
    folder.remove();
  },
});
