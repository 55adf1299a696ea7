resource "azurerm_cognitive_deployment" "gpt" {
  name = "gpt"
}
# resource "aws_bedrockagent_agent" "old" {}
