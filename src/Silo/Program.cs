using System.CommandLine;
using System.CommandLine.Invocation;
using Prcl.Learning.Datasets;
using Prcl.Learning.Settings;
using Prcl.Learning.Weights;
using Prcl.Silo.Commands;
using Prcl.Silo.Hosting;
using Prcl.Silo.Startup;

NativeThreads.LetIdleThreadsSleep();
var root = new RootCommand("Prcl.Orleans: learns semantic segmentation from a few labelled images and a stream of unlabelled ones, as a living cluster of actors.")
{
    ServeCommand.Create(),
    TrainCommand.Create(),
    SettingsCommand.Create(),
};
try
{
    // Without a command: serve.
    var result = root.Parse(args.Length == 0 ? ["serve"] : args);
    return result.Action is ParseErrorAction
        ? UsageErrors.Tell(result)
        : await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is HostException or SettingsException or DatasetException or WeightsMismatchException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
