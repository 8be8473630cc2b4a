-- wrk script: posts the body in FILE; {{n}} becomes a running number, {{phone}} a different US number each time.
-- wrk -s publisher.lua URL -- FILE [HEADER:VALUE ...]        prints one line: JSON {...}
local parts, threads, next_id = nil, {}, 1
function setup(thread) thread:set("id", next_id); next_id = next_id + 1; table.insert(threads, thread) end
-- area codes without those that end in 11, each number in one area only
local function area(k) k = k % 792; local r = k % 99; if r >= 11 then r = r + 1 end; return 200 + math.floor(k / 99) * 100 + r end
function init(args)
  local f = io.open(args[1], "rb"); local body = f:read("*a"):gsub("\n$", ""); f:close()
  for i = 2, #args do local k, v = args[i]:match("^([^:]+):%s*(.*)$"); wrk.headers[k] = v end
  wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"
  template = body; count = os.time() % 10000 * 100000 + id * 1000000000
  varies = body:find("{{", 1, true) ~= nil
  if not varies then wrk.body = body end
end
function request()
  if not varies then return wrk.format() end
  count = count + 1
  local a = area(math.floor(count / 7000000))
  local phone = string.format("%d%07d", a, 2000000 + count % 7999999)
  local b = template:gsub("{{(%w+)}}", function(k) if k == "phone" then return phone end return string.format("%d", count) end)
  return wrk.format(nil, nil, nil, b)
end
function done(s, l, r)
  io.write(string.format('JSON {"requests":%d,"duration_us":%d,"non2xx":%d,"errors":%d,"p50":%d,"p99":%d,"p999":%d,"max":%d}\n',
    s.requests, s.duration, s.errors.status, s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout,
    l:percentile(50), l:percentile(99), l:percentile(99.9), l.max))
end
