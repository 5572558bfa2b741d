/** Builds the process of one role from what `program.ts` has opened. */
import type { CoreSettings, Dateline, Ports } from '../dateline.ts';
import { createDateline } from '../dateline.ts';
import type { Channel, Cluster, Meter } from '../ports.ts';
import { createDeliveryRole } from './delivery-role.ts';
import { createEngineRole } from './engine-role.ts';
import { createFeedsRole } from './feeds-role.ts';
import type { RoleProcess } from './outpost.ts';
import { createRemotePoller } from './remote-poller.ts';

export interface RoleParts {
  readonly cluster: Cluster;
  readonly ports: Omit<Ports, 'storage' | 'channels' | 'elsewhere' | 'meter'> & { readonly meter: Meter };
  readonly settings: CoreSettings;
  readonly channels: readonly Channel[];
  /** Platforms that let one process connect at a time. */
  readonly exclusive: ReadonlySet<string>;
  /** Told when this process leads, before it starts. */
  onLead(dateline: Dateline): Promise<void>;
}

export function openRole(role: 'feeds' | 'engine' | 'delivery', parts: RoleParts): RoleProcess {
  const { cluster, ports, settings, channels, exclusive } = parts;
  const { clock, log, catalogue } = ports;
  if (role === 'feeds') return createFeedsRole({ cluster, ...ports, settings });
  if (role === 'delivery') {
    const { administrators, clockSpeed } = settings;
    return createDeliveryRole({ cluster, channels, exclusive, catalogue, clock, clockSpeed, administrators, log });
  }
  return createEngineRole({
    cluster,
    log,
    onLead: parts.onLead,
    open: (storage, company) =>
      createDateline(
        {
          ...ports,
          storage,
          channels: [],
          elsewhere: { company, poller: (store) => createRemotePoller({ cluster, clock, log }, store) },
        },
        settings,
      ),
  });
}
