use aws_sdk_bedrockruntime::Client;
// use anthropic_sdk::Client;

fn longest<'a>(x: &'a str) -> &'a str {
    x
}

fn main() {
    let model = "deepseek-chat";
    println!("{}", longest(model));
}
