-- wrk script: the same GET again and again, prints one line as publisher.lua does: JSON {...}
-- wrk counts what is neither 2xx nor 3xx as an error of status.
function done(s, l, r)
  io.write(string.format('JSON {"requests":%d,"duration_us":%d,"non2xx":%d,"errors":%d,"p50":%d,"p99":%d,"p999":%d,"max":%d}\n',
    s.requests, s.duration, s.errors.status, s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout,
    l:percentile(50), l:percentile(99), l:percentile(99.9), l.max))
end
