/** The gateway of the fake: hello, identify, resume, heartbeats, and the troubles that real connections have. */
import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { Json } from './discord-validation.ts';

interface Session {
  readonly id: string;
  readonly shard: number;
  readonly events: { readonly t: string; readonly s: number; readonly d: unknown }[];
  socket: WebSocket | undefined;
}

export interface GatewayOptions {
  readonly token: string;
  readonly shards: number;
  readonly heartbeatMs: number;
  /** Sessions that may begin: at once in different buckets, one each five seconds, and in all. */
  readonly maxConcurrency: number;
  readonly sessionStarts: number;
  /** Intents that this bot may not use. */
  readonly disallowed: number;
  readonly ready: (shard: number) => Json;
  /** What comes after READY. */
  readonly greet: (shard: number) => readonly (readonly [string, unknown])[];
  readonly url: () => string;
}

export interface Gateway {
  /** Identifies and resumes so far. */
  readonly log: string[];
  readonly intents: number[];
  /** What Discord forbids and was done all the same: shards connected twice, sessions begun too fast or too often. */
  readonly violations: string[];
  /** Sessions that may still begin. */
  readonly startsLeft: number;
  /** Events: whether somebody was connected to the shard, or there was a session at least that can be resumed. */
  readonly told: {
    readonly shard: number;
    readonly event: string;
    readonly isHeard: boolean;
    readonly isKept: boolean;
  }[];
  /** Tells every session of a shard. */
  tell(shard: number, event: string, data: unknown): void;
  /** Shards that somebody is connected to, in order. */
  live(): readonly number[];
  /** Breaks all connections without a word. */
  cut(): void;
  /** Sends a payload such as `{op: 7}` to all, or closes with a code. */
  send(payload: Json): void;
  closeAll(code: number): void;
  /** From now on heartbeats get no answer and events no way through, as on a dead line. */
  playDead(isDead: boolean): void;
  /** Forgets all sessions: the next resume is refused. */
  forgetSessions(): void;
  readonly connected: number;
  close(): void;
}

/** Of Discord, for one bucket. */
const identifyEveryMs = 5_000;

export function openGateway(server: Server, options: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const log: string[] = [];
  const intents: number[] = [];
  const violations: string[] = [];
  const told: Gateway['told'] = [];
  const begunAt = new Map<number, number>();
  let startsLeft = options.sessionStarts;
  let isDead = false;
  let made = 0;

  const write = (socket: WebSocket | undefined, payload: Json) => {
    if (socket?.readyState === WebSocket.OPEN && !isDead) socket.send(JSON.stringify(payload));
  };
  const event = (session: Session, t: string, d: unknown) => {
    const s = session.events.length + 1;
    session.events.push({ t, s, d });
    write(session.socket, { op: 0, t, s, d });
  };

  const isLive = ({ socket }: Session) => socket?.readyState === WebSocket.OPEN;
  const violate = (what: string) => void violations.push(`${Math.round(performance.now())} ${what}`);
  /** A shard is connected once; a session of it that is still open is one too many. */
  const checkAlone = (shard: number) => {
    if ([...sessions.values()].some((one) => one.shard === shard && isLive(one))) violate(`shard ${shard} twice`);
  };
  const checkHaste = (shard: number) => {
    const bucket = shard % options.maxConcurrency;
    const now = performance.now();
    if (now - (begunAt.get(bucket) ?? Number.NEGATIVE_INFINITY) < identifyEveryMs) violate(`bucket ${bucket} too fast`);
    begunAt.set(bucket, now);
    startsLeft -= 1;
    if (startsLeft < 0) violate('more sessions than may begin');
  };

  const identify = (socket: WebSocket, data: Json): Session | undefined => {
    const [shard, count] = (data.shard as [number, number] | undefined) ?? [0, 1];
    log.push(`identify ${shard}/${count}`);
    checkHaste(shard);
    intents.push(Number(data.intents));
    if (data.token !== options.token) return void socket.close(4004, 'Authentication failed.');
    if (count !== options.shards || shard >= count) return void socket.close(4010, 'Invalid shard.');
    if ((Number(data.intents) & options.disallowed) !== 0) return void socket.close(4014, 'Disallowed intent(s).');
    checkAlone(shard);
    const session: Session = { id: `session-${++made}`, shard, events: [], socket };
    sessions.set(session.id, session);
    event(session, 'READY', {
      ...options.ready(shard),
      v: 10,
      session_id: session.id,
      resume_gateway_url: options.url(),
      shard: [shard, count],
    });
    for (const [name, given] of options.greet(shard)) event(session, name, given);
    return session;
  };

  const resume = (socket: WebSocket, data: Json): Session | undefined => {
    log.push('resume');
    const session = sessions.get(String(data.session_id));
    if (data.token !== options.token || session === undefined) {
      write(socket, { op: 9, d: false });
      return undefined;
    }
    checkAlone(session.shard);
    session.socket = socket;
    for (const missed of session.events.slice(Number(data.seq))) write(socket, { op: 0, ...missed });
    event(session, 'RESUMED', {});
    return session;
  };

  sockets.on('connection', (socket) => {
    let session: Session | undefined;
    let beatAt = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - beatAt > options.heartbeatMs * 3) socket.close(4009, 'Session timed out.');
    }, options.heartbeatMs).unref();
    socket.on('close', (code) => {
      clearInterval(watch);
      if (session?.socket === socket) session.socket = undefined;
      // Whoever closes in order says that the session is over.
      if (session !== undefined && (code === 1000 || code === 1001)) sessions.delete(session.id);
    });
    write(socket, { op: 10, d: { heartbeat_interval: options.heartbeatMs } });
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Json };
      if (op === 1) {
        beatAt = Date.now();
        write(socket, { op: 11 });
      } else if (op === 2 && session !== undefined) socket.close(4005, 'Already authenticated.');
      else if (op === 2) session = identify(socket, d);
      else if (op === 6) session = resume(socket, d);
      else if (session === undefined) socket.close(4003, 'Not authenticated.');
    });
  });

  return {
    log,
    intents,
    violations,
    told,
    get startsLeft() {
      return startsLeft;
    },
    live: () =>
      [...sessions.values()]
        .filter(isLive)
        .map(({ shard }) => shard)
        .toSorted((a, b) => a - b),
    tell(shard, name, data) {
      const own = [...sessions.values()].filter((session) => session.shard === shard);
      told.push({ shard, event: name, isHeard: own.some(isLive), isKept: own.length > 0 });
      for (const session of own) event(session, name, data);
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
    send(payload) {
      for (const socket of sockets.clients) write(socket, payload);
    },
    closeAll(code) {
      for (const socket of sockets.clients) socket.close(code);
    },
    playDead(dead) {
      isDead = dead;
    },
    forgetSessions: () => sessions.clear(),
    get connected() {
      return [...sessions.values()].filter(isLive).length;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
