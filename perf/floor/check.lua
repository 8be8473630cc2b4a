-- wrk script: like publisher.lua, and counts the answers that are not 200 or lack WANT.
-- wrk -s check.lua URL -- FILE WANT [HEADER:VALUE ...]       prints one line: CHECK good bad
local threads, next_id = {}, 1
local function area(k) k = k % 792; local r = k % 99; if r >= 11 then r = r + 1 end; return 200 + math.floor(k / 99) * 100 + r end
function setup(thread) thread:set("id", next_id); next_id = next_id + 1; thread:set("good", 0); thread:set("bad", 0); table.insert(threads, thread) end
function init(args)
  local f = io.open(args[1], "rb"); template = f:read("*a"):gsub("\n$", ""); f:close(); want = args[2]
  for i = 3, #args do local k, v = args[i]:match("^([^:]+):%s*(.*)$"); wrk.headers[k] = v end
  wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"
  count = os.time() % 10000 * 100000 + (id + 1) * 1000000000; good = 0; bad = 0
end
function request()
  count = count + 1
  local a = area(math.floor(count / 7000000))
  local phone = string.format("%d%07d", a, 2000000 + count % 7999999)
  local b = template:gsub("{{(%w+)}}", function(k) if k == "phone" then return phone end return string.format("%d", count) end)
  return wrk.format(nil, nil, nil, b)
end
function response(status, h, body)
  if status == 200 and body:find(want, 1, true) then good = good + 1
  else bad = bad + 1; if bad <= 2 then io.stderr:write("unexpected answer ", status, " ", body:sub(1, 300), "\n") end end
end
function done() local g, b = 0, 0; for _, t in ipairs(threads) do g = g + t:get("good"); b = b + t:get("bad") end; io.write("CHECK " .. g .. " " .. b .. "\n") end
