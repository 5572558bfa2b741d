/** The parts of undici that fetching needs. Its index loads ninety files more, which is half of its time at the start. */
import { createRequire } from 'node:module';
import type { Agent as AgentClass, buildConnector as Build } from 'undici';

const require = createRequire(import.meta.url);

export const Agent = require('undici/lib/dispatcher/agent.js') as typeof AgentClass;
export const buildConnector = require('undici/lib/core/connect.js') as typeof Build;
