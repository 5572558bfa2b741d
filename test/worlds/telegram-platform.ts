/** The fake Telegram as the platform of the crash tests: what it took, in order. */
import type { Platform, Received } from './platform.ts';
import { createTelegramWorld, noLimits } from './telegram.ts';
import { newChat } from './telegram-chats.ts';

type Taking = Pick<Platform, 'url' | 'received' | 'onTaken' | 'close'> & { readonly telegramToken: string };

/** Private chats with the ids from 0 on. Telegram knows no nonces: a text stands for the message that it is. */
export async function startTelegramPlatform(chats: number): Promise<Taking> {
  const world = await createTelegramWorld({ limits: noLimits });
  for (let id = 0; id < chats; id++) world.chats.set(id, newChat(id, 'private', `chat ${id}`));
  const received: Received[] = [];
  const platform: Taking = {
    telegramToken: world.token,
    url: world.apiRoot,
    received,
    onTaken: undefined,
    close: () => world.close(),
  };
  world.onPosted = async (chat, shown) => {
    const { id, text, isSilent } = shown;
    const told = { nonce: text, isSilent, thread: undefined, replyTo: undefined, at: world.now(), edits: [] };
    const taken: Received = { id: String(id), chat: String(chat.id), text, ...told };
    received.push(taken);
    await platform.onTaken?.(taken);
  };
  return platform;
}
