/** Settings in effect, for the people who run the program: nothing in it is a secret or names a person. */
import type { Settings } from './settings.ts';

/** Names, as in the config file where they have one, and values. */
export function describeSettings(settings: Settings): readonly (readonly [string, string])[] {
  const { telegram, discord, http, llm, wikidata, web, webhooks, clock } = settings;
  const onOff = (isOn: boolean) => (isOn ? 'on' : 'off');
  return [
    ['config', settings.configFile],
    ['store', withoutSecrets(settings.store)],
    ['feeds', settings.feeds.map(withoutSecrets).join(', ')],
    ['poll.interval', `${settings.poll.intervalMs / 1_000} s`],
    ['fetch.allowPrivate', settings.fetch.allowPrivate.join(', ') || 'none'],
    ['http', http === undefined ? 'off' : `${http.host}:${http.port}`],
    ['web.url', web.url ?? 'as asked for'],
    ['web.topics', web.topics.map(({ name }) => name).join(', ') || 'none'],
    ['webhooks', webhooks.map(({ name, topic }) => `${name}: ${topic}`).join(', ') || 'none'],
    ['Telegram', telegram === undefined ? 'off' : telegram.webhook === undefined ? 'long polling' : 'webhook'],
    ['Discord', onOff(discord !== undefined)],
    ['llm', llm === undefined ? 'off' : `${llm.model} at ${withoutSecrets(llm.baseUrl)}`],
    ['wikidata', wikidata === undefined ? 'off' : withoutSecrets(wikidata.api)],
    ['admins', String(settings.administrators.length)],
    ['clock', clock === undefined ? 'real' : `${new Date(clock.startAt).toISOString()}, x${clock.speed}`],
    ['log', settings.logLevel],
  ];
}

/** An address without its user, password and query: any of them may be a secret. */
function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^@/\s]*@/, '//').replace(/^(\w+:\/\/[^?#]*)[?#].*$/, '$1');
}
