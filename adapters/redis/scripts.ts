/**
 * What must happen as a whole, as scripts: Redis carries each out alone and writes it to its log as one transaction (as
 * MULTI would be), and a script can look first whether this process may still write. They are sent as text each
 * time: by their hash (EVALSHA) the first writes after a restart of Redis would be refused, sent again, and change places.
 */

/**
 * KEYS: the owner; then for each namespace its records (a hash) and their order (a sorted set). ARGV: token; then runs of
 * records to set: number of the namespace, how many, key and value of each; and of records to delete: the number below
 * zero, how many, keys. A run is one command; records that were all there keep their place in the order.
 */
export const writeScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST') end
local at = 2
while at <= #ARGV do
  local place, count = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  at = at + 2
  if place > 0 then
    local made = redis.call('HSET', KEYS[place * 2], unpack(ARGV, at, at + count * 2 - 1))
    if made > 0 then
      local order = {}
      for i = 0, count - 1 do
        order[i * 2 + 1] = 0
        order[i * 2 + 2] = ARGV[at + i * 2]
      end
      redis.call('ZADD', KEYS[place * 2 + 1], unpack(order))
    end
    at = at + count * 2
  else
    redis.call('HDEL', KEYS[-place * 2], unpack(ARGV, at, at + count - 1))
    redis.call('ZREM', KEYS[-place * 2 + 1], unpack(ARGV, at, at + count - 1))
    at = at + count
  end
end
return 1`;

/** KEYS: owner, records, order. ARGV: token, key, value as it must stand there ('' for none), the new value. Answers 1, or 0 when it stands otherwise. */
export const swapScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('LOST') end
if (redis.call('HGET', KEYS[2], ARGV[2]) or '') ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[3], 0, ARGV[2])
return 1`;

/**
 * KEYS: owner, lease. ARGV: token, length of the lease in ms, whether an owner without a lease is given up (1 or 0).
 * Answers 0, or for how many ms someone else still has it. Whoever has the same token already has it.
 */
export const takeScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  local left = redis.call('PTTL', KEYS[2])
  if left >= 0 then return left + 1 end
  if ARGV[3] == '0' and redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 0`;

/** KEYS: owner, lease. ARGV: token, length in ms. Answers 0 when another owns it. PEXPIRE works in a full Redis, too. */
export const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if redis.call('PEXPIRE', KEYS[2], ARGV[2]) == 0 then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
return 1`;

/** KEYS: owner, lease. ARGV: token. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 1`;

/**
 * Shows one process and answers all that live: ids and what they tell, in turn. A record that is unchanged is only
 * renewed, which works in a full Redis, too. KEYS: the set of ids. ARGV: id, record, length in ms.
 */
export const presentScript = `
local own = KEYS[1] .. ':' .. ARGV[1]
if redis.call('GET', own) == ARGV[2] then
  redis.call('PEXPIRE', own, ARGV[3])
else
  redis.call('SET', own, ARGV[2], 'PX', ARGV[3])
  redis.call('SADD', KEYS[1], ARGV[1])
end
local found = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local record = redis.call('GET', KEYS[1] .. ':' .. id)
  if record then
    found[#found + 1] = id
    found[#found + 1] = record
  else
    redis.call('SREM', KEYS[1], id)
  end
end
return found`;

/** KEYS: the set of ids. ARGV: id. */
export const leaveScript = `
redis.call('DEL', KEYS[1] .. ':' .. ARGV[1])
return redis.call('SREM', KEYS[1], ARGV[1])`;
