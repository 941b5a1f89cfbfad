using System.CommandLine;
using Prcl.Silo.Commands;
using Prcl.Silo.Startup;

NativeThreads.LetIdleThreadsSleep();
var root = new RootCommand("Prcl.Orleans: learns semantic segmentation from a few labelled images and a stream of unlabelled ones.")
{
    TrainCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
