using OpenAir;
var mistral = "wind";
