use gemini_zodiac::Sign;

fn main() {}
