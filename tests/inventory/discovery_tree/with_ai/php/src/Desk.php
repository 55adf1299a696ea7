<?php

namespace Desk;

use Aws\BedrockRuntime\BedrockRuntimeClient;
# use Anthropic\Client;

$url = 'https://api.deepseek.com/chat/completions';
