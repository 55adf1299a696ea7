<?php
use Gemini\Zodiac\Sign;
// use OpenAI\Client;
$name = 'Claude';
