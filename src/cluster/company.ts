/** Which processes there are, and what is missing among them. */
import type { Cluster, Trouble } from '../ports.ts';
import type { DeliveryAbout, EngineAbout, PlatformAbout, ShareAbout } from './messages.ts';

export interface Company {
  readonly feeds: number;
  readonly engines: number;
  readonly isLed: boolean;
  readonly deliveries: number;
  /** Platforms that a process is connected to. */
  readonly platforms: readonly PlatformAbout[];
  readonly troubles: readonly Trouble[];
}

export function companyOf(cluster: Pick<Cluster, 'members' | 'trouble'>): Company {
  const members = cluster.members();
  const feeds = members.filter(({ role }) => role === 'feeds').length;
  const engines = members.filter(({ role }) => role === 'engine');
  const deliveries = members.filter(({ role }) => role === 'delivery');
  const isLed = engines.some(({ about }) => (about as EngineAbout).leads === true);
  const platforms = new Map(
    deliveries
      .flatMap(({ about }) => (about as Partial<DeliveryAbout>).platforms ?? [])
      .map((one) => [one.platform, one] as const),
  );
  const reason = cluster.trouble();
  const troubles: Trouble[] = reason === undefined ? [] : [{ kind: 'store', reason }];
  const miss = (isThere: boolean, words: string) => {
    if (!isThere) troubles.push({ kind: 'roles', reason: words });
  };
  miss(isLed, engines.length === 0 ? 'no engine runs' : 'no engine leads yet');
  miss(feeds > 0, 'no process reads feeds');
  miss(platforms.size > 0, 'no process is connected to a platform');
  for (const [platform, lost] of unheld(deliveries.flatMap(({ about }) => (about as DeliveryAbout).shares ?? [])))
    miss(lost === 0, `${lost} of the parts of ${platform} are connected to no process`);
  return {
    feeds,
    engines: engines.length,
    isLed,
    deliveries: deliveries.length,
    platforms: [...platforms.values()],
    troubles,
  };
}

/** How many parts of each shared platform nobody holds. */
function unheld(shares: readonly ShareAbout[]): ReadonlyMap<string, number> {
  const byPlatform = Map.groupBy(shares, ({ platform }) => platform);
  return new Map(
    [...byPlatform].map(([platform, all]) => {
      const held = new Set(all.flatMap((one) => one.held));
      return [platform, Math.max(...all.map(({ parts }) => parts)) - held.size] as const;
    }),
  );
}
