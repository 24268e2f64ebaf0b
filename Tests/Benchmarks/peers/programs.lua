-- The programs of programs.py: `lua programs.lua fib` prints the value and the seconds it took.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local function additions(n)
  local total = 0
  for k = 1, n do total = total + k end
  return total
end

local programs = {
  fib = function() return fib(27) end,
  additions = function() return additions(10000000) end,
}
local program = programs[arg[1]]
program()
local start = os.clock()
local value = program()
print(string.format("%.17g %.9f", value, os.clock() - start))
