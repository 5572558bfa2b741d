/**
 * What must happen as a whole, as scripts: Redis carries each out alone and writes it to its log as one transaction (as
 * MULTI would be), and a script can look first whether this process still owns the database. They are sent as text each
 * time: by their hash (EVALSHA) the first writes after a restart of Redis would be refused, sent again, and change places.
 *
 * KEYS[1] names the owner in all of them, ARGV[1] is this process's token.
 */

/** KEYS: owner, records (a hash), order (a sorted set). ARGV: token, then key and value in turn. */
export const setScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST') end
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
  redis.call('ZADD', KEYS[3], 0, ARGV[i])
end
return 1`;

/** KEYS: owner, records, order. ARGV: token, then keys. */
export const deleteScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST') end
for i = 2, #ARGV do
  redis.call('HDEL', KEYS[2], ARGV[i])
  redis.call('ZREM', KEYS[3], ARGV[i])
end
return 1`;

/**
 * KEYS: owner, lease. ARGV: token, length of the lease in ms, whether an owner without a lease is given up (1 or 0).
 * Answers 0, or for how many ms someone else still has it.
 */
export const takeScript = `
local left = redis.call('PTTL', KEYS[2])
if left >= 0 then return left + 1 end
if ARGV[3] == '0' and redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 0`;

/** KEYS: owner, lease. ARGV: token, length in ms. Answers 0 when another owns the database. PEXPIRE works in a full Redis, too. */
export const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('PEXPIRE', KEYS[2], ARGV[2]) == 0 then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
return 1`;

/** KEYS: owner, lease. ARGV: token. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 1`;
