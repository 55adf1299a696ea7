require "gemini/zodiac"
puts "anthropic"
