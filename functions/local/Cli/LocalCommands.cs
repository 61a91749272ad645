using System.CommandLine;
using Serverless.Local.Demo;
using Serverless.Local.Serving;

namespace Serverless.Local.Cli;

/// <summary>The command line. Exit codes: 0 done, 1 it could not be done and the error output says why, 2 not understood.</summary>
public static class LocalCommands
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var parsed = Build(output).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync(fault.Message);
            }

            await error.WriteLineAsync("Use --help to see what there is.");
            return 2;
        }

        try
        {
            // Signals are the commands' own matter, so that a stop is orderly.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        }
        catch (Exception exception) when (CommandFault.SentenceOf(exception) is { } sentence)
        {
            await error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static RootCommand Build(TextWriter output)
    {
        var data = new Option<string>("--data") { HelpName = "DIR", Description = "The folder that holds everything the host writes (also Serverless__Data). Default: ./data" };
        var urls = new Option<string>("--urls") { HelpName = "URLS", Description = $"Where to listen, separated by semicolons (also ASPNETCORE_URLS). Default: {LocalSettings.DefaultAddress}" };

        var caps = new Option<string>("--caps") { HelpName = "KIND", Description = "How CAPS is reached: simulator, or files in caps/ (also Serverless__Caps). Default: simulator" };
        caps.AcceptOnlyFromAmong("simulator", "files");

        var storage = new Option<string>("--storage") { HelpName = "CONNECTION", Description = "A storage account for tables and blobs, by its connection string; with its two addresses alone (TableEndpoint=…;BlobEndpoint=…) as whoever is signed in (az login); UseDevelopmentStorage=true for Azurite. Best given as Serverless__Storage, because others see command lines. Default: the data folder" };

        var demo = new Command("demo", "Does the main job from file to money in a temporary folder, and shows it. Exit code 0 only if all of it held.");
        demo.SetAction((_, cancellation) => DemoCommand.RunAsync(output, cancellation));

        var repair = new Command("repair", "Starts live payments that lost their orchestration, raises stored decisions again, and makes the lists agree with the records. The host must not be running.") { data, caps, storage };
        repair.SetAction((parsed, cancellation) => RepairCommand.RunAsync(LocalSettings.Read(parsed.GetValue(data), parsed.GetValue(caps), storage: parsed.GetValue(storage)), TimeProvider.System, output, cancellation));

        var folder = new Argument<string>("DIR") { Description = "The folder of the export." };
        var export = new Command("export", "Carries everything that the installation has (records, audit, files) into a new folder. The host must not be running.") { folder, data, storage };
        export.SetAction((parsed, cancellation) => ExportCommand.RunAsync(LocalSettings.Read(parsed.GetValue(data), storage: parsed.GetValue(storage)), parsed.GetRequiredValue(folder), TimeProvider.System, output, cancellation));

        var import = new Command("import", "Carries an export into an empty storage. Exit code 0 only if everything has arrived.") { folder, data, storage };
        import.SetAction((parsed, cancellation) => ImportCommand.RunAsync(LocalSettings.Read(parsed.GetValue(data), storage: parsed.GetValue(storage)), parsed.GetRequiredValue(folder), TimeProvider.System, output, cancellation));

        var root = new RootCommand("Carries provider payments from invoice to money on this machine. Without a command it serves.") { data, urls, caps, storage, demo, repair, export, import };
        root.SetAction((parsed, cancellation) => ServeCommand.RunAsync(LocalSettings.Read(parsed.GetValue(data), parsed.GetValue(caps), parsed.GetValue(urls), parsed.GetValue(storage)), TimeProvider.System, output, cancellation));
        return root;
    }
}
