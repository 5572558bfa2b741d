/** Deep links: how a button or a page starts the bot with a topic, and how the bot reads it. */

/** Of the Bot API: the parameter of `?start=`. */
const maxPayload = 64;

/** `follow_Sergei_Lavrov`, or `followx_` and base64url for other letters; undefined when it does not fit. */
export function followPayload(topic: string): string | undefined {
  const payload = /^[A-Za-z0-9 ]+$/.test(topic)
    ? `follow_${topic.replaceAll(' ', '_')}`
    : `followx_${Buffer.from(topic, 'utf8').toString('base64url')}`;
  return payload.length <= maxPayload ? payload : undefined;
}

/** The link that asks a person to follow a topic in the private chat with the bot; without one, it only opens that chat. */
export function followLink(botName: string, topic: string | undefined): string | undefined {
  if (topic === undefined) return `https://t.me/${botName}`;
  const payload = followPayload(topic);
  return payload === undefined ? undefined : `https://t.me/${botName}?start=${payload}`;
}

/** The link that adds the bot to a group, where it then gets `/start`. */
export function groupLink(botName: string): string {
  return `https://t.me/${botName}?startgroup=hello`;
}

/** The link that makes the bot an administrator of a channel, with no more rights than it needs: to post, and to change what it posted. */
export function channelLink(botName: string): string {
  return `https://t.me/${botName}?startchannel&admin=post_messages+edit_messages`;
}

/** `/start followx_…` as the command that it stands for; every other line as it is: the core reads `follow_…` itself. */
export function readStart(line: string): string {
  const payload = /^\/start\s+followx_([A-Za-z0-9_-]+)$/.exec(line)?.[1];
  if (payload === undefined) return line;
  const topic = Buffer.from(payload, 'base64url').toString('utf8');
  return `/follow ${topic.replace(/\s+/g, ' ').trim()}`;
}
