return await Serverless.Local.Cli.LocalCommands.RunAsync(args, Console.Out, Console.Error);
