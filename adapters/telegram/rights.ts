/** The rights that the bot needs as an administrator of a channel. */
import { attempt, type Connection } from './connection.ts';

/** What the bot asks for: to post, and to change what it posted. */
export const channelRights = {
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: false,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_send_welcome_messages: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: false,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_post_messages: true,
  can_edit_messages: true,
};

/** Whoever makes the bot an administrator of a channel by hand finds these rights chosen already. A refusal is no matter. */
export async function proposeRights(line: Connection): Promise<void> {
  const current = await attempt(line, () => line.api.getMyDefaultAdministratorRights({ for_channels: true }));
  const known: Readonly<Record<string, unknown>> = current.ok ? { ...current.value } : {};
  if (Object.entries(channelRights).every(([name, value]) => (known[name] ?? false) === value)) return;
  const set = await attempt(line, () =>
    line.api.setMyDefaultAdministratorRights({ rights: channelRights, for_channels: true }),
  );
  if (!set.ok) line.host.log.debug({ reason: set.failure.reason }, 'rights in channels could not be proposed');
}
